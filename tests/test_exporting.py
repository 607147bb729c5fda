import json

import numpy as np
import pytest
import torch

from answers_lib.exporting import Export, export
from runner.checking import check
from runner.result import PageResult
from runner.running import run_page
from runner_fixtures import python
from weaving.answers import weave

IMPORT = "from answers_lib.exporting import export\n"


def test_what_json_has_no_name_for():
    data = {
        "array": np.array([[1.0, 0.123456], [-2e-7, 3]]),
        "tensor": torch.tensor([True, False]),
        "scalar": np.float32(0.1),
        "range": range(2),
        5: (None, "a"),
    }
    assert json.loads(export("a-1", data).json) == {
        "array": [[1, 0.1235], [-2e-7, 3]],
        "tensor": [True, False],
        "scalar": 0.1,
        "range": [0, 1],
        "5": [None, "a"],
    }


def test_digits():
    assert export("a", [123456.0, 2 / 3, 100], digits=2) == Export("a", "[120000,0.67,100]")


@pytest.mark.parametrize("number", [np.nan, -np.inf, torch.tensor(torch.inf)])
def test_a_number_that_is_none(number):
    message = "is no number that a reader can be shown: leave it out"
    with pytest.raises(ValueError, match=message):
        export("a", [number])


def test_what_cannot_be_exported():
    with pytest.raises(TypeError, match=r"^set is nothing that JSON holds: \{1\}$"):
        export("a", {1})
    message = "^'A b' names a file: use lower-case letters, digits and -$"
    with pytest.raises(ValueError, match=message):
        export("A b", 1)


def test_an_export_stands_as_a_statement_and_shows_nothing(page):
    written = page(python(IMPORT + 'export("curve", [0.5])\nkept = export("other", 1)'))
    result = run_page(written)
    assert result.exports == {"curve": "[0.5]"}
    assert PageResult.from_json(json.loads(json.dumps(result.to_json()))) == result
    assert weave(written, result) == written.source


def test_an_export_that_nothing_shows(page):
    source = python(IMPORT + 'export("curve", [0.5])')
    written = page(source)
    message = "nothing shows the export 'curve': add a block /// try | its-element"
    assert [str(error) for error in check(written, run_page(written))] == [
        f"docs/training/05-x.md:3: {message}"
    ]


def test_an_element_without_its_script(page, docs):
    written = page(python(IMPORT + 'export("curve", [0.5])') + "\n/// try | curves\n///\n")
    script = "assets/javascripts/elements/try-curves.js"
    assert [str(error) for error in check(written, run_page(written))] == [
        f"docs/training/05-x.md:6: no script {script} makes this element: write it"
    ]
    (docs / script).parent.mkdir(parents=True)
    (docs / script).touch()
    assert check(written, run_page(written)) == []
