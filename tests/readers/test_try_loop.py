"""The training loop: its lines moved and left out, against PyTorch's own steps."""

import json
import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
import torch

from readers.trying import reading

PATH = "training/10-the-training-loop/"
GIVEN = ["forward", "loss", "backward", "step", "zero_grad"]
CODE = {
    "forward": "out = model(data)",
    "loss": "loss = criterion(out, actual)",
    "backward": "loss.backward()",
    "step": "optimizer.step()",
    "zero_grad": "optimizer.zero_grad()",
}
SAME = "After each iteration w is the same as in the loop as given."
STUCK = "In 12 iterations w never moves, and no error says so."


@pytest.fixture
def reader(browser, site):
    with reading(browser, site, PATH, "try-loop") as reader:
        yield reader


def text(value):
    rounded = Decimal(value).quantize(Decimal("0.001"), ROUND_HALF_UP)  # as browsers round
    return f"{float(rounded):g}".replace("-", "−")


def traced(lines, iterations):
    """What PyTorch shows after each line: out, loss, .grad and w, as the page writes them."""
    w = torch.tensor(0.5, dtype=torch.float64, requires_grad=True)
    x, y = torch.tensor([1.0, 2.0]).double(), torch.tensor([2.0, 4.0]).double()
    optimizer = torch.optim.SGD([w], lr=0.1)
    out = loss = None
    trace = []
    for line in lines * iterations:
        if line == "forward":
            out = w * x
        elif line == "loss":
            loss = torch.nn.functional.mse_loss(out, y)
        elif line == "backward":
            loss.backward()
        elif line == "step":
            optimizer.step()
        else:
            optimizer.zero_grad()
        trace.append(
            [
                "not there" if out is None else f"[{', '.join(map(text, out.tolist()))}]",
                "not there" if loss is None else text(loss.item()),
                "None" if w.grad is None else text(w.grad.item()),
                text(w.item()),
            ]
        )
    return trace


def table(reader):
    return reader.element.locator(".values td").all_inner_texts()


def move(reader, line, way, times=1):
    for _ in range(times):
        reader.push(f"move {CODE[line]} {way}")


def follow(reader, lines):
    """Step through three iterations; after each line the page shows what PyTorch does."""
    reader.press("lines executed", "Home")
    for step, expected in enumerate(traced(lines, 3)):
        value = reader.press("lines executed", "ArrowRight")
        iteration, place = divmod(step, len(lines))
        assert value == f"iteration {iteration + 1}, after {CODE[lines[place]]}"
        assert table(reader) == expected, value


def digits(site, lines):
    orders = json.loads((site.directory / PATH / "orders.json").read_text(encoding="utf-8"))
    return (
        " This page's network for handwritten digits, trained with these lines, is right on "
        f"{round(orders[' '.join(lines)])} % of new digits (a guess is right on one in ten)."
    )


def test_the_loop_as_given(reader, site):
    follow(reader, GIVEN)
    assert reader.said == (
        f"optimizer.zero_grad() has changed .grad from −1.875 to None. {SAME}{digits(site, GIVEN)}"
    )


def test_which_line_changes_which_number(reader):
    changed = []
    for _ in GIVEN:
        reader.press("lines executed", "ArrowRight")
        names = reader.element.locator(".values th").all_inner_texts()
        cells = reader.element.locator(".values td").all()
        pairs = zip(names, cells, strict=True)
        changed.append([n for n, cell in pairs if cell.get_attribute("class") == "is-changed"])
    assert changed == [["out"], ["loss"], [".grad"], ["w"], [".grad"]]


def test_zero_grad_first_changes_nothing(reader, site):
    move(reader, "zero_grad", "up", 4)
    lines = ["zero_grad", *GIVEN[:4]]
    follow(reader, lines)
    assert reader.said.endswith(SAME + digits(site, lines))


def test_zero_grad_before_step_stops_training_silently(reader, site):
    move(reader, "zero_grad", "up")
    lines = ["forward", "loss", "backward", "zero_grad", "step"]
    follow(reader, lines)
    assert reader.said == (f"optimizer.step() has changed nothing. {STUCK}{digits(site, lines)}")


def test_without_zero_grad_gradients_add_up(reader, site):
    reader.choose(CODE["zero_grad"])
    follow(reader, GIVEN[:4])
    assert reader.press("lines executed", "End") == f"iteration 3, after {CODE['step']}"
    path = [float(row[-1]) for row in traced(GIVEN[:4], 12)]
    last = traced(GIVEN[:4], 12)[-1][-1]
    lowest = min(path[path.index(max(path)) :])
    assert reader.said.endswith(
        "Without zero_grad() the gradients add up in .grad, so w swings around 2: "
        f"up to {max(path):g}, down to {lowest:g}. "
        f"After 12 iterations w is {last}, in the loop as given 2.{digits(site, GIVEN[:4])}"
    )


def test_a_name_that_is_not_there(reader):
    move(reader, "loss", "up")
    assert reader.press("lines executed", "End") == f"iteration 1, after {CODE['loss']}"
    assert reader.said == (
        "loss = criterion(out, actual) fails. "
        "Python stops in iteration 1: NameError: name 'out' is not defined."
    )
    assert at_iteration(reader, 1) == "the loop as given 1.25"  # yours has not finished it


def at_iteration(reader, iteration):
    """What the chart says of an iteration."""
    chart = reader.element.locator(".chart")
    chart.focus()
    reader.page.keyboard.press("Home")
    for _ in range(iteration):
        reader.page.keyboard.press("ArrowRight")
    return chart.get_attribute("aria-valuetext").removeprefix(f"iteration {iteration}: ")


def test_an_iteration_that_was_finished_is_drawn(reader):
    assert at_iteration(reader, 1) == "your loop 1.25, the loop as given 1.25"


def test_the_first_sentence_tells_the_points(reader):
    assert reader.said.startswith(
        "No line has been executed. The model is w · x; w = 2 fits its points (1, 2) and (2, 4). "
    )


def test_a_name_is_made_before_it_changes(reader):
    assert reader.press("lines executed", "Home", "ArrowRight")
    assert reader.said.startswith("out = model(data) has made out: [0.5, 1]. ")
    reader.press("lines executed", *["ArrowRight"] * 5)
    assert reader.said.startswith(
        "out = model(data) has changed out from [0.5, 1] to [1.25, 2.5]. "
    )


def test_the_self_checks_name_lines_by_their_code(reader):
    checks = reader.page.locator("check-yourself").all_text_contents()
    assert not [text for text in checks if re.search(r"\b[Ll]ines? \d", text)]


def test_an_order_at_which_the_larger_network_stops(reader):
    move(reader, "backward", "down", 2)
    assert reader.said.endswith(
        "On this page's network for handwritten digits, which has a hidden layer, PyTorch stops: "
        "step() has changed a weight that backward() needs."
    )
    follow(reader, ["forward", "loss", "step", "zero_grad", "backward"])


def test_the_keyboard_stays_at_the_line_it_moves(reader):
    move(reader, "loss", "down")
    assert reader.page.evaluate("document.activeElement.ariaLabel") == (f"move {CODE['loss']} down")
    move(reader, "loss", "down", 2)  # now it is the last one, and can go up only
    assert reader.page.evaluate("document.activeElement.ariaLabel") == f"move {CODE['loss']} up"
