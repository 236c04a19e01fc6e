/// A reusable piece of network that owns parameters.
///
/// Calling a layer records its operations; nothing is computed until the network runs.
public protocol Layer: Sendable {
  /// Records the layer's operations on `input` and returns its output.
  func callAsFunction(_ input: Value) throws(ShapeError) -> Value
}
