/// A 3x3 convolution, stride 1, zero padding 1, by Winograd F(4x4, 3x3).
public struct WinogradTask {
  public var source: BlockedImage
  public var destination: BlockedImage
  /// Transformed weights `(36, panel of at most 32 outputs, input, output in panel)`.
  public var weights: Floats
  public var epilogue: Epilogue

  public init(
    source: BlockedImage, destination: BlockedImage, weights: Floats, epilogue: Epilogue
  ) {
    self.source = source
    self.destination = destination
    self.weights = weights
    self.epilogue = epilogue
  }
}

extension WinogradTask {
  /// The scratch, in scalars, that transforming one tile takes: two windows of 6x6 vectors.
  @inlinable public static var tileScratch: Int { 1152 }
}

/// The weight gradient of a 3x3 convolution by Winograd F(3x3, 4x4), accumulated in the transformed domain.
public struct WinogradGradientTask {
  public var source: BlockedImage
  public var gradient: BlockedImage

  public init(source: BlockedImage, gradient: BlockedImage) {
    self.source = source
    self.gradient = gradient
  }
}

/// A product of pixels and a matrix: 1x1 convolution, and 2x2 with stride 2 either way.
///
/// The grid is that of the coarser image. With `sourceStep` 2 each grid pixel reads its 2x2 source pixels as four times
/// the channels; with `destinationStep` 2 it writes 2x2 pixels from four times the channels. Tap order: row, then column.
public struct PointwiseTask {
  public var source: BlockedImage
  public var destination: BlockedImage
  public var sourceStep: Int
  public var destinationStep: Int
  /// Weights `(panel of at most 32 outputs, tap and input, output in panel)`.
  public var weights: Floats
  public var epilogue: Epilogue

  public init(
    source: BlockedImage, destination: BlockedImage, sourceStep: Int, destinationStep: Int,
    weights: Floats, epilogue: Epilogue
  ) {
    self.source = source
    self.destination = destination
    self.sourceStep = sourceStep
    self.destinationStep = destinationStep
    self.weights = weights
    self.epilogue = epilogue
  }

  @inline(__always) public var gridHeight: Int { source.height / sourceStep }
  @inline(__always) public var gridWidth: Int { source.width / sourceStep }
}

/// The weight gradient of a ``PointwiseTask``: the source's rows transposed times the gradient's rows.
public struct PointwiseGradientTask {
  public var source: BlockedImage
  public var gradient: BlockedImage
  public var sourceStep: Int
  public var gradientStep: Int

  public init(
    source: BlockedImage, gradient: BlockedImage, sourceStep: Int, gradientStep: Int
  ) {
    self.source = source
    self.gradient = gradient
    self.sourceStep = sourceStep
    self.gradientStep = gradientStep
  }

  @inline(__always) public var gridHeight: Int { source.height / sourceStep }
  @inline(__always) public var gridWidth: Int { source.width / sourceStep }
}

/// A convolution between an image of few channels and a blocked one, with a 1x1 or 3x3 window and zero padding.
public struct PlanarTask {
  public var planar: PlanarImage
  public var blocked: BlockedImage
  /// 1 or 3.
  public var window: Int
  /// Weights `(planar channel, window row, window column, blocked channel)`, blocked channels padded to whole blocks.
  public var weights: Floats
  /// Of the destination; a planar destination takes its bias, residual, ReLU and accumulation from here too.
  public var epilogue: Epilogue

  public init(
    planar: PlanarImage, blocked: BlockedImage, window: Int, weights: Floats, epilogue: Epilogue
  ) {
    self.planar = planar
    self.blocked = blocked
    self.window = window
    self.weights = weights
    self.epilogue = epilogue
  }
}

/// A 3x3 convolution of each channel with its own window, stride 1, zero padding 1.
public struct DepthwiseTask {
  public var source: BlockedImage
  public var destination: BlockedImage
  /// Weights `(block, window row, window column, 16)`.
  public var weights: Floats
  public var epilogue: Epilogue

  public init(
    source: BlockedImage, destination: BlockedImage, weights: Floats, epilogue: Epilogue
  ) {
    self.source = source
    self.destination = destination
    self.weights = weights
    self.epilogue = epilogue
  }
}

/// Normalisation of each pixel over its channels, then a scale and a shift a channel.
public struct NormalizationTask {
  public var source: BlockedImage
  public var destination: BlockedImage
  /// The true number of channels, which the mean divides by.
  public var channels: Int
  public var epsilon: Float
  /// Whether the mean is subtracted.
  public var centered: Bool
  public var scale: Floats
  public var shift: Floats?
  /// Mean and reciprocal deviation of every pixel, `(batch, height, width, 2)`, kept for the gradient.
  public var statistics: Floats

  public init(
    source: BlockedImage, destination: BlockedImage, channels: Int, epsilon: Float,
    centered: Bool, scale: Floats, shift: Floats?, statistics: Floats
  ) {
    self.source = source
    self.destination = destination
    self.channels = channels
    self.epsilon = epsilon
    self.centered = centered
    self.scale = scale
    self.shift = shift
    self.statistics = statistics
  }
}

/// The gradient of a ``NormalizationTask``.
public struct NormalizationGradientTask {
  public var source: BlockedImage
  public var gradient: BlockedImage
  public var sourceGradient: BlockedImage
  public var channels: Int
  public var centered: Bool
  public var scale: Floats
  public var statistics: Floats
  public var accumulates: Bool

  public init(
    source: BlockedImage, gradient: BlockedImage, sourceGradient: BlockedImage, channels: Int,
    centered: Bool, scale: Floats, statistics: Floats, accumulates: Bool
  ) {
    self.source = source
    self.gradient = gradient
    self.sourceGradient = sourceGradient
    self.channels = channels
    self.centered = centered
    self.scale = scale
    self.statistics = statistics
    self.accumulates = accumulates
  }
}
