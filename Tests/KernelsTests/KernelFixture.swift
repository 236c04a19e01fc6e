import KernelTable
import Kernels

/// Uniform numbers in -1...1, the same for one seed.
func uniform(_ count: Int, seed: UInt64) -> [Float] {
  var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
  }
}

/// An image in the kernels' layout with the memory that it lies in; every lane starts as not-a-number, so that a kernel
/// that forgets a pixel, or reads a lane that it should not, is caught.
final class TestImage {
  let batch: Int
  let channels: Int
  let height: Int
  let width: Int
  let image: Image
  private let memory: AlignedMemory

  init(_ batch: Int, _ channels: Int, _ height: Int, _ width: Int, _ scalars: [Float]? = nil) {
    (self.batch, self.channels, self.height, self.width) = (batch, channels, height, width)
    let planar = Image.isPlanar(channels: channels)
    let stored = planar ? channels : roundUp(channels, to: 16)
    memory = AlignedMemory(scalars: batch * stored * height * width)
    memory.pointer.update(repeating: .nan, count: memory.scalars)
    image =
      planar
      ? .planar(
        PlanarImage(
          pointer: memory.pointer, batch: batch, channels: channels, height: height, width: width))
      : .blocked(
        BlockedImage(
          pointer: memory.pointer, batchStride: stored * height * width, batch: batch,
          blocks: stored / 16, height: height, width: width))
    if let scalars { image.write(scalars, channels: channels) }
  }

  var count: Int { batch * channels * height * width }

  /// The scalars in plain order.
  var scalars: [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, used in
      if let base = buffer.baseAddress { image.read(into: base, channels: channels) }
      used = count
    }
  }

  /// Whether the lanes that pad the last block hold zeros, as the layout promises.
  var padsWithZeros: Bool {
    guard case .blocked(let blocked) = image else { return true }
    return (0..<batch).allSatisfy { entry in
      (0..<blocked.pixels).allSatisfy { pixel in
        (channels..<(blocked.blocks * 16)).allSatisfy { channel in
          blocked.pointer[
            entry * blocked.batchStride + channel / 16 * blocked.blockStride + pixel * 16 + channel
              % 16] == 0
        }
      }
    }
  }
}

/// The greatest difference from the double-precision numbers, over their greatest magnitude.
func relativeError(_ actual: [Float], _ expected: [Double]) -> Double {
  guard actual.count == expected.count else { return .infinity }
  var (difference, magnitude) = (0.0, 1e-9)
  for (a, e) in zip(actual, expected) {
    if !a.isFinite { return .infinity }
    difference = max(difference, abs(Double(a) - e))
    magnitude = max(magnitude, abs(e))
  }
  return difference / magnitude
}
