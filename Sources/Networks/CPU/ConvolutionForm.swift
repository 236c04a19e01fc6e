internal import Kernels
public import Tensors

/// Which kernel computes a convolution.
public enum ConvolutionForm: Equatable, Sendable {
  /// 3x3 between blocked images.
  case winograd
  /// 1x1 between blocked images.
  case pointwise
  /// 2x2 with stride 2 between blocked images.
  case reducing
  /// 2x2 transposed with stride 2 between blocked images.
  case enlarging
  /// 1x1 or 3x3 where one side has few channels.
  case planar
  /// 3x3, each channel by itself, blocked.
  case depthwise

  /// Chooses the form for an operation on shapes, or `nil` where no kernel fits.
  public init?(_ operation: any Operator, source: Shape, weights: Shape) {
    guard source.rank == 4, weights.rank == 4, source.count > 0 else { return nil }
    let blockedSource = !Image.isPlanar(channels: source.channels)
    if operation is TransposedConvolution {
      guard blockedSource, !Image.isPlanar(channels: weights[1]) else { return nil }
      self = .enlarging
      return
    }
    guard let convolution = operation as? Convolution else { return nil }
    let blockedResult = !Image.isPlanar(channels: weights[0])
    let window = weights[2]
    switch (window, convolution.stride, convolution.padding) {
    case (3, 1, 1):
      if convolution.groups == source.channels, weights[0] == source.channels, blockedSource,
        convolution.groups > 1
      {
        self = .depthwise
        return
      }
      guard convolution.groups == 1 else { return nil }
      if blockedSource && blockedResult {
        self = .winograd
      } else if blockedSource != blockedResult {
        self = .planar
      } else {
        return nil
      }
    case (1, 1, 0):
      guard convolution.groups == 1 else { return nil }
      if blockedSource && blockedResult {
        self = .pointwise
      } else if blockedSource != blockedResult {
        self = .planar
      } else {
        return nil
      }
    case (2, 2, 0):
      guard convolution.groups == 1, blockedSource, blockedResult else { return nil }
      self = .reducing
    default: return nil
    }
  }
}
