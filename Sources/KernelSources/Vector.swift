internal import KernelTable

/// One block of channels at one pixel.
typealias Vector = SIMD16<Float>

@inline(__always)
func load(_ pointer: Floats) -> Vector {
  UnsafeRawPointer(pointer).loadUnaligned(as: Vector.self)
}

@inline(__always)
func store(_ pointer: Floats, _ vector: Vector) {
  UnsafeMutableRawPointer(pointer).storeBytes(of: vector, as: Vector.self)
}

@inline(__always)
func broadcast(_ scalar: Float) -> Vector { Vector(repeating: scalar) }

/// `a * b + c`, in one instruction where the level has it.
///
/// The plain x86-64 level has none: there `addingProduct` would call the C library for every lane.
@inline(__always)
func multiplyAdd(_ a: Vector, _ b: Vector, _ c: Vector) -> Vector {
  #if EBK_BASELINE
    a * b + c
  #else
    c.addingProduct(a, b)
  #endif
}

@inline(__always)
func rectified(_ a: Vector) -> Vector { a.replacing(with: Vector(), where: a .< Vector()) }

/// `a`, but at least `floor`.
@inline(__always)
func raised(_ a: Vector, to floor: Vector) -> Vector { a.replacing(with: floor, where: a .< floor) }

/// `a` where `y` is positive, else zero.
@inline(__always)
func masked(_ a: Vector, by y: Vector) -> Vector {
  Vector().replacing(with: a, where: y .> Vector())
}

/// The sum of the 16 lanes, always in the same order.
@inline(__always)
func horizontalSum(_ a: Vector) -> Float {
  let eight = a.lowHalf + a.highHalf
  let four = eight.lowHalf + eight.highHalf
  let two = four.lowHalf + four.highHalf
  return two[0] + two[1]
}

/// Rounds up to a whole number of `unit`.
@inline(__always)
func roundUp(_ count: Int, to unit: Int) -> Int { (count &+ unit &- 1) / unit &* unit }
