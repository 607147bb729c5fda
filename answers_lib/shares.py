"""Whether an accuracy was measured on the examples that a page names."""

import numpy as np
from numpy.typing import ArrayLike

from answers_lib.examples import Examples


def measured_on(accuracy: ArrayLike, examples: Examples) -> bool:
    """Whether every accuracy is a whole number of right answers among these examples.

    0.75 can be measured on 4 or 8 examples, and not on 6. So an `assert` with it tells training
    from validation accuracy where the two sets have different sizes.

    Args:
        accuracy: accuracies from 0 to 1, of any shape.
        examples: what they are said to be measured on.
    """
    right = np.asarray(accuracy, dtype=float) * len(examples)
    return bool(np.allclose(right, np.round(right), rtol=0, atol=1e-6 * len(examples)))
