public import Tensors

/// A family of networks that differ only in their configuration, written `id` or `id:key=value,key=value`.
public protocol Architecture: Sendable {
  /// The stable identifier used on the command line, in weights files, and in reports.
  static var id: String { get }

  /// Reads `key=value` pairs; an unknown key or a bad value is an error that names the accepted ones.
  init(settings: [String: String]) throws(ArchitectureError)

  /// The canonical full name, every setting spelled out: `dncnn:depth=17,width=64,channels=1,bias_free=false`.
  var specification: String { get }

  /// The planes that the network reads and writes.
  var channels: Int { get }

  /// Records the computation that turns a noisy image into a clean one of the same shape.
  func denoise(_ noisy: Value) throws(ShapeError) -> Value
}

extension Architecture {
  /// Records the computation for one input shape `(batch, channels, height, width)`.
  public func network(input: Shape) throws(ShapeError) -> Network {
    guard input.rank == 4, input.channels == channels else {
      throw ShapeError(
        Self.id, expected: "(batch,\(channels),height,width)", actual: [input])
    }
    return try Network(input: input, denoise)
  }
}

/// An architecture's name or setting that means nothing.
public struct ArchitectureError: Error, Equatable, CustomStringConvertible {
  public var description: String

  /// Creates the error from a sentence that names what is wrong and what is accepted.
  public init(_ description: String) { self.description = description }
}
