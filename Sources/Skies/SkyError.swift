/// What a request to the simulator gets wrong, and what would be right.
public struct SkyError: Error, Equatable, CustomStringConvertible {
  public var description: String

  public init(_ description: String) { self.description = description }
}
