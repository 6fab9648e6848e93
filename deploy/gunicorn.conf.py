"""Settings of the web server for an installation behind nginx (deploy/nginx.conf)."""

import multiprocessing

bind = "unix:/run/hotline/web.sock"
worker_class = "gthread"
workers = min(multiprocessing.cpu_count() + 1, 8)
threads = 8  # no more than DB_POOL
timeout = 60
graceful_timeout = 20
max_requests = 5000  # a slow leak anywhere stays without consequence
max_requests_jitter = 500
control_socket_disable = True
