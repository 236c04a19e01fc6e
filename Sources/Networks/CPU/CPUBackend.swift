public import Kernels

/// The fast backend for the CPU: channel-blocked layouts, fused operations, and kernels of the best level that the machine
/// has.
///
/// Whatever has no kernel here runs the operator's own reference arithmetic, so every network compiles.
public struct CPUBackend: Backend {
  public let id = "cpu"
  /// The instructions in use.
  public let level: CPULevel
  /// How many threads a plan may use; plans made later keep this number.
  public let threads: Int
  /// The rewrites that are applied, in order.
  public let rules: [RewriteRule]

  /// Whether training plans compute activations again in the backward pass instead of keeping them all, see ``Timeline``: the
  /// same bits in less memory, a little later.
  public let recomputes: Bool

  /// Creates the backend; leave out rules to see what they change (nothing but time, says the parity suite).
  public init(
    level: CPULevel = .current, threads: Int = Parallel.threads, rules: [RewriteRule] = .all,
    recomputes: Bool = false
  ) {
    self.recomputes = recomputes
    self.level = level
    self.threads = threads
    self.rules = rules
  }

  public func inferencePlan(for network: Network) throws -> any InferencePlan {
    try compile(network)
  }

  public func trainingPlan(for network: Network) throws -> any TrainingPlan {
    try compile(network, differentiates: true)
  }

  /// Compiles a network; the plan of one that differentiates runs both ways.
  public func compile(_ network: Network, differentiates: Bool = false) throws -> CPUPlan {
    var graph = PlanGraph(network)
    for rule in rules { rule.rewrite(&graph) }
    return try CPUPlan(
      graph, context: KernelContext(level: level, workers: threads),
      differentiates: differentiates, recomputes: recomputes)
  }
}
