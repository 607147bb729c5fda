"""Values taken apart into simpler ones, as `pickle` does, but alike in every process."""

import copyreg
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, lru_cache
from types import (
    BuiltinFunctionType,
    CellType,
    ClassMethodDescriptorType,
    CodeType,
    GetSetDescriptorType,
    MappingProxyType,
    MemberDescriptorType,
    MethodDescriptorType,
    MethodType,
    MethodWrapperType,
    WrapperDescriptorType,
)
from typing import Any, ForwardRef, ParamSpec, TypeVar
from weakref import ReferenceType, WeakKeyDictionary, WeakSet, WeakValueDictionary

from answers_lib.loaded_code import code_key


class UnkeyableError(ValueError):
    """A value that no key can hold: `what` it is, and `where` it was found."""

    def __init__(self, what: str, where: str = "") -> None:
        super().__init__(f"{where or 'the value'} is {what}, which no key can hold")
        self.what = what
        self.where = where


def pieces(value: Any) -> list[Any]:
    """What a value consists of, beside its type; not for numbers, texts, bytes, code and sets.

    Raises:
        UnkeyableError: for an open file, a generator, a lock and whatever `pickle` cannot take.
    """
    if apart := _APART.get(type(value)):
        return apart(value)
    if isinstance(value, Iterator):  # reading it changes it: a file, a generator, zip(…)
        raise UnkeyableError(_kind(value))
    try:
        return _array_pieces(value) or _reduced_pieces(value)
    except Exception as error:  # an author's own __reduce__ may raise anything
        raise UnkeyableError(f"{_kind(value)} ({error})") from None


def _kind(value: Any) -> str:
    return f"a {type(value).__qualname__}"


def _reduced_pieces(value: Any) -> list[Any]:
    """What `pickle` would write: the function that makes the value again, and its arguments."""
    reducer = copyreg.dispatch_table.get(type(value))
    reduced = reducer(value) if reducer else value.__reduce_ex__(4)
    if isinstance(reduced, str):  # the name of something that is there once, as torch.float32
        return [sys.modules.get(str(getattr(value, "__module__", None))), reduced]
    function, arguments, state, items, pairs = (*reduced, None, None, None)[:5]
    return [function, arguments, state, list(items or ()), list(pairs or ())]


def _array_pieces(value: Any) -> list[Any] | None:
    """The contents of a NumPy array, a tensor or a random generator of PyTorch."""
    torch, numpy = sys.modules.get("torch"), sys.modules.get("numpy")
    if torch and isinstance(value, torch.Tensor) and value.layout == torch.strided:
        return _tensor_pieces(torch, value)
    if torch and isinstance(value, torch.Generator):
        return [str(value.device), value.get_state()]
    # Only arrays of numbers: an array of objects, or a subclass, has a __reduce__ that will do.
    plain = numpy and type(value) in (numpy.ndarray, numpy.memmap) and not value.dtype.hasobject
    return [value.dtype, value.shape, value.tobytes()] if plain else None


def _tensor_pieces(torch: Any, tensor: Any) -> list[Any]:
    """Not the tensor's own pickle, which differs from process to process."""
    plain = tensor.detach().cpu().resolve_conj().resolve_neg().contiguous()
    content = plain.flatten().view(torch.uint8).numpy().tobytes()
    gradient = tensor.grad if tensor.is_leaf else None
    place = str(tensor.device)
    own = {name: held for name, held in vars(tensor).items() if name != "_backward_hooks"}
    return [tensor.dtype, tuple(tensor.shape), place, tensor.requires_grad, content, gradient, own]


def _pairs(mapping: Mapping[Any, Any]) -> list[Any]:
    return [item for pair in mapping.items() for item in pair]  # in order: a function may see it


def _contents(cell: CellType) -> list[Any]:
    try:
        return [cell.cell_contents]
    except ValueError:  # not assigned yet
        return []


def _builtin(function: BuiltinFunctionType) -> list[Any]:
    """`len` belongs to a module, `Random(0).random` to a generator with a state."""
    owner = function.__self__
    if owner is None:  # of torch.relu
        owner = sys.modules.get(str(function.__module__))
    return [owner, function.__qualname__]


def _name(descriptor: Any) -> list[Any]:
    return [descriptor.__qualname__]


def _nothing(value: Any) -> list[Any]:
    return []


_APART: dict[type, Callable[[Any], list[Any]]] = {
    list: list,
    tuple: list,
    dict: _pairs,
    MappingProxyType: _pairs,
    CellType: _contents,
    CodeType: lambda code: [code_key(code)],
    BuiltinFunctionType: _builtin,
    MethodType: lambda method: [method.__func__, method.__self__],
    staticmethod: lambda method: [method.__func__],
    classmethod: lambda method: [method.__func__],
    property: lambda method: [method.fget, method.fset, method.fdel],
    cached_property: lambda method: [method.func],
    type(lru_cache(len)): lambda cached: [cached.__wrapped__],
    TypeVar: lambda variable: [variable.__name__],
    ParamSpec: lambda variable: [variable.__name__],
    ForwardRef: lambda reference: [reference.__forward_arg__],
    # What holds weakly is a cache: it decides no result.
    **dict.fromkeys([ReferenceType, WeakSet, WeakKeyDictionary, WeakValueDictionary], _nothing),
    **dict.fromkeys(
        [
            *(ClassMethodDescriptorType, GetSetDescriptorType, MemberDescriptorType),
            *(MethodDescriptorType, MethodWrapperType, WrapperDescriptorType),
        ],
        _name,
    ),
}
