import Kernels

extension AlignedMemory {
  /// Memory of its own with these scalars.
  convenience init(copying scalars: [Float]) {
    self.init(scalars: scalars.count)
    for (index, scalar) in scalars.enumerated() { pointer[index] = scalar }
  }
}
