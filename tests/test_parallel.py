from concurrent.futures import ThreadPoolExecutor
from operator import sub

import pytest

from answers_lib.parallel import each, executor_map


@pytest.fixture
def executor():
    with ThreadPoolExecutor(2) as pool:
        token = executor_map.set(pool.map)
        yield
        executor_map.reset(token)


def test_without_an_executor_each_is_map():
    assert list(each(sub, [5, 6, 7], [1, 2])) == [4, 4]
    assert next(each(divmod, iter(lambda: 7, 0), [2, 0])) == (3, 1)  # nothing runs ahead


@pytest.mark.usefixtures("executor")
def test_with_an_executor_it_does_the_pieces_and_keeps_their_order():
    assert list(each(sub, [5, 6, 7], [1, 2])) == [4, 4]
    with pytest.raises(ZeroDivisionError):
        list(each(divmod, [1, 2], [1, 0]))


def test_a_function_that_no_other_process_can_import():
    message = r"^each\(\) takes a function of a module, which other processes can import: .*lambda"
    with pytest.raises(ValueError, match=message):
        each(lambda x: x, [1])
