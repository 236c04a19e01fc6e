/// Every loss that training can minimise.
///
/// Add one line per file in this folder.
public enum Losses {
  /// The losses, in alphabetical order.
  public static let all: [any Loss.Type] = [
    CharbonnierLoss.self,
    L1Loss.self,
    MeanSquaredError.self,
    NegativePSNR.self,
    PseudoHuberLoss.self,
  ]

  /// The loss of that identifier, or `nil`; the accepted ones are ``ids``.
  public static func make(_ id: String) -> (any Loss)? { all.first { $0.id == id }?.init() }

  /// The accepted identifiers.
  public static var ids: [String] { all.map { $0.id } }
}
