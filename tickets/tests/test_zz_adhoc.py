import tickets.tests.test_invariants as t
from tickets.tests.conftest import *
def test_x(city):
    t.walk(city, max_examples=20, stateful_step_count=40, print_blob=True)
