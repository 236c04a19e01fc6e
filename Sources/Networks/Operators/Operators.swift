/// Every operator that the engine knows.
///
/// Add one line per file in this folder.
public enum Operators {
  /// The operators, in alphabetical order.
  public static let all: [any Operator.Type] = [
    Add.self,
    Concatenate.self,
    Convolution.self,
    GlobalAveragePool.self,
    LayerNormalization.self,
    LocalAveragePool.self,
    MagnitudeRestoration.self,
    MaxPool.self,
    PixelShuffle.self,
    ReLU.self,
    Scale.self,
    SimpleGate.self,
    Subtract.self,
    TransposedConvolution.self,
  ]
}
