"""/healthz and /readyz, and the heartbeats behind the latter."""

from types import SimpleNamespace

import pytest
from celery.signals import beat_init
from django.db import OperationalError, connection

from hotline import health, tasks
from hotline.celery import app

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_heartbeats():
    with tasks.broker() as broker:
        broker.delete(*map(tasks.key, tasks.PARTS))
        broker.delete("celery")


@pytest.fixture
def beating():
    for part in tasks.PARTS:
        tasks.mark(part)


def test_alive_without_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_names_every_part(client, beating):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["parts"] == {name: {"ok": True} for name in ("database", "migrations", "redis", "beat", "worker")}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("part", tasks.PARTS)
def test_a_missing_heartbeat_is_named(client, beating, part):
    with tasks.broker() as broker:
        broker.delete(tasks.key(part))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert [name for name, state in answer.json()["parts"].items() if not state["ok"]] == [part]
    assert part in answer.json()["parts"][part]["reason"]


def test_redis_away(client, beating, settings):
    settings.REDIS_URL = "unix:///nowhere/secret-place.sock"
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert not answer.json()["parts"]["redis"]["ok"]
    assert answer.json()["parts"]["database"]["ok"]
    assert "secret" not in answer.content.decode()


def test_database_away(client, beating, monkeypatch):
    def refuse(*args):
        raise OperationalError("connection to host secret-place failed")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["database"] == {"ok": False, "reason": "no answer from the database"}
    assert "secret" not in answer.content.decode()


def test_unapplied_migrations(client, beating, monkeypatch):
    class Executor:
        loader = SimpleNamespace(graph=SimpleNamespace(leaf_nodes=list))

        def __init__(self, connection):
            pass

        def migration_plan(self, targets):
            return [1, 2]

    health._unapplied.cache_clear()
    monkeypatch.setattr(health, "MigrationExecutor", Executor)
    answer = client.get("/readyz")
    assert answer.json()["parts"]["migrations"] == {"ok": False, "reason": "2 migrations are not applied"}
    monkeypatch.undo()
    assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_no_sign_in_no_https_only_reading(client, settings, address):
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(address).status_code in (200, 503)
    assert client.post(address).status_code == 405


def test_beat_leaves_its_mark_by_sending_and_the_worker_by_running(client):
    with tasks.broker() as broker:
        beat_init.send(sender=None)
        assert broker.exists(tasks.key("beat"))
        assert not broker.exists(tasks.key("worker"))
        assert broker.llen("celery") == 1
        tasks.heartbeat()
        assert 0 < broker.ttl(tasks.key("worker")) <= 60


def test_the_schedule_sends_the_heartbeat_often_enough():
    entry = app.conf.beat_schedule["heartbeat"]
    assert entry["task"] == tasks.heartbeat.name
    assert entry["schedule"] * 2 < 60
