"""Vectors of integers in LLVM's own terms, for what LLVM does not make of a loop by itself.

LLVM turns the vectors into what the processor has, one instruction or several. Numba caches a compiled kernel
by its own file alone: who edits this one clears this folder's `__pycache__`.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import extending
from numba.core import cgutils

intrinsic: Any = extending.intrinsic
"""Without numba's annotations, which do not say that a call leaves out the typing context."""
INDEX = ir.IntType(32)


def lanes(bits: int, count: int) -> Any:
    """Return the type of a vector of unsigned integers."""
    return ir.VectorType(ir.IntType(bits), count)


class Vector:
    """Operators between vectors of one type, or a vector and the integer that all its lanes get."""

    def __init__(self, builder: Any, value: Any) -> None:
        self.builder = builder
        self.value = value

    def _do(self, instruction: str, other: Vector | int) -> Vector:
        return Vector(self.builder, getattr(self.builder, instruction)(self.value, self._of(other)))

    def _of(self, other: Vector | int) -> Any:
        if isinstance(other, Vector):
            return other.value
        kind = self.value.type
        return kind([other] * kind.count)

    def __add__(self, other: Vector | int) -> Vector:
        return self._do("add", other)

    def __sub__(self, other: Vector | int) -> Vector:
        return self._do("sub", other)

    def __mul__(self, other: Vector | int) -> Vector:
        return self._do("mul", other)

    def __and__(self, other: Vector | int) -> Vector:
        return self._do("and_", other)

    def __or__(self, other: Vector | int) -> Vector:
        return self._do("or_", other)

    def __xor__(self, other: Vector | int) -> Vector:
        return self._do("xor", other)

    def __lshift__(self, bits: int) -> Vector:
        return self._do("shl", bits)

    def __rshift__(self, bits: int) -> Vector:
        return self._do("lshr", bits)

    def compared(self, how: str, other: Vector | int) -> Any:
        """Return one bit a lane: `how` is <, <=, ==, >= or >."""
        return self.builder.icmp_unsigned(how, self.value, self._of(other))

    def least(self, limit: int, then: Vector, otherwise: Vector) -> Vector:
        """Return `then` in the lanes that are `limit` at least, and `otherwise` in the others."""
        return Vector(self.builder, self.builder.select(self.compared(">=", limit), then.value, otherwise.value))

    def minimum(self, other: Vector) -> Vector:
        """Return the lesser of the two in each lane."""
        lesser = self.builder.select(self.compared("<", other), self.value, other.value)
        return Vector(self.builder, lesser)

    def narrowed(self, kind: Any) -> Vector:
        """Return the low bits of each lane."""
        return Vector(self.builder, self.builder.trunc(self.value, kind))


def load(builder: Any, place: Any) -> Vector:
    """Return the vector that lies at a pointer, at any alignment."""
    return Vector(builder, builder.load(place, align=1))


def store(vector: Vector, place: Any) -> None:
    """Write a vector to a pointer, at any alignment."""
    vector.builder.store(vector.value, place, align=1)


def gather(builder: Any, data: Any, offsets: Vector, kind: Any) -> Vector:
    """Return the elements of `kind` that lie `offsets` bytes behind a pointer, at any alignment."""
    value = kind(ir.Undefined)
    for lane in range(kind.count):
        place = builder.gep(data, [builder.extract_element(offsets.value, INDEX(lane))])
        element = builder.load(builder.bitcast(place, kind.element.as_pointer()), align=1)
        value = builder.insert_element(value, element, INDEX(lane))
    return Vector(builder, value)


def spread(builder: Any, element: Any, kind: Any) -> Vector:
    """Return a vector that has one element in all its lanes."""
    alone = builder.insert_element(kind(ir.Undefined), element, INDEX(0))
    return Vector(builder, builder.shuffle_vector(alone, kind(ir.Undefined), lanes(32, kind.count)([0] * kind.count)))


def data_of(context: Any, builder: Any, kind: Any, array: Any) -> Any:
    """Return the pointer to the first element of a numba array."""
    return cgutils.create_struct_proxy(kind)(context, builder, array).data  # type: ignore[no-untyped-call]


def place_in(context: Any, builder: Any, signature: Any, arguments: Any, number: int, kind: Any) -> Any:
    """Return a pointer to `kind` at the element of array argument `number` that the argument behind it names."""
    data = data_of(context, builder, signature.args[number], arguments[number])
    return builder.bitcast(builder.gep(data, [arguments[number + 1]]), kind.as_pointer())
