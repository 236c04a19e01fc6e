/// Thrown by a measurement or a check that the scene gives nothing to work on; it becomes `CheckOutcome.notApplicable`.
public struct NotApplicable: Error, Equatable, CustomStringConvertible {
  /// What is missing, in words for the report: `no catalogue of stars`.
  public let reason: String

  public init(_ reason: String) { self.reason = reason }

  public var description: String { reason }
}
