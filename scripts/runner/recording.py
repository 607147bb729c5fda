"""Which code of ours a process has loaded: the sources as they were when they were imported.

The fork server imports this module before anything of ours, so that every page's process starts
with it. Byte code is passed by: Python takes an edit within one second for none.
"""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import CodeType, ModuleType

PACKAGES = ("answers_lib", "runner")

sources: dict[str, str] = {}
"""The text of each module that was loaded, by its file."""


class RecordingLoader(SourceFileLoader):
    """Compiles a module from its source, and keeps the source."""

    def get_code(self, fullname: str) -> CodeType:
        """The module's code, of what its file holds now."""
        source = self.get_data(self.path)
        sources[self.path] = source.decode("utf-8")
        return self.source_to_code(source, self.path)


class RecordingFinder:
    """Finds modules of ours where Python's own finders do."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The module's spec, to be loaded by `RecordingLoader`."""
        if name.partition(".")[0] not in PACKAGES:
            return None
        for finder in sys.meta_path:
            if finder is RecordingFinder:
                continue
            spec = finder.find_spec(name, path, target)
            if spec is not None and isinstance(spec.loader, SourceFileLoader):
                spec.loader = RecordingLoader(spec.loader.name, spec.loader.path)
                return spec
        return None


if RecordingFinder not in sys.meta_path:
    sys.meta_path.insert(0, RecordingFinder)
