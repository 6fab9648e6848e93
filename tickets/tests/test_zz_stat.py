import tickets.tests.test_invariants as t
from collections import Counter
C=Counter()
orig=t.Walk.teardown
def td(self):
    from tickets.models import Event
    C.update(Event.objects.values_list("action",flat=True)); C["_walks"]+=1
    orig(self)
t.Walk.teardown=td
def test_x(city):
    t.walk(city, max_examples=6, stateful_step_count=30, derandomize=True)
    print(sorted(C.items(), key=lambda x:-x[1]))
from tickets.tests.conftest import *
