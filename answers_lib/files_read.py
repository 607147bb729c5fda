from contextlib import contextmanager
@contextmanager
def files_read():
    yield {}
