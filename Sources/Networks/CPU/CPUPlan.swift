internal import KernelTable
internal import Kernels
public import Tensors

/// A network compiled for the CPU and one input shape; compiled to differentiate, it runs both ways.
public final class CPUPlan: InferencePlan, TrainingPlan {
  public let network: Network
  /// The most memory that the plan holds, in bytes: activations, gradients, weights in both forms, and scratch.
  public var peakBytes: Int { memory.reduce(0) { $0 + $1.bytes } }
  /// What that memory is for, in bytes.
  public let memory: [(purpose: String, bytes: Int)]
  /// What each step does, in order, for people.
  public var summary: [String] {
    let again = Set(timeline.segments.flatMap(\.again))
    return steps.enumerated().map { index, step in
      "\(step.name) -> \(step.output.shape)" + (again.contains(index) ? " (twice)" : "")
    }
  }

  private let context: KernelContext
  private let store: ParameterStore
  private let steps: [any CPUStep]
  private let input: PlanValue
  private let output: PlanValue
  private let differentiates: Bool
  private let memoryOfValues: AlignedMemory
  private let timeline: Timeline
  private var hasWeights = false
  private var hasForward = false

  init(
    _ graph: PlanGraph, context: KernelContext, differentiates: Bool, recomputes: Bool = false
  ) throws {
    network = graph.network
    self.context = context
    self.differentiates = differentiates
    store = ParameterStore(graph.network, differentiates: differentiates)
    var lowering = StepLowering(
      graph, context: context, store: store, differentiates: differentiates)
    steps = lowering.lower()
    input = lowering.input
    guard let output = lowering.value(of: graph.output) else {
      throw PlanError("a network without steps cannot be compiled")
    }
    self.output = output
    if differentiates { steps.connectGradients(from: output) }
    var timeline = Timeline(
      steps, scratch: lowering.sharedScratch, input: input, output: output,
      differentiates: differentiates)
    if differentiates, recomputes { timeline.divideForLeastMemory() }
    timeline.note()
    self.timeline = timeline
    memoryOfValues = AlignedMemory(scalars: timeline.allBuffers.assignPlaces())
    for buffer in timeline.allBuffers { buffer.enter(life: 0, of: memoryOfValues) }
    context.allocate()
    memory = [
      (
        differentiates
          ? "activations, their gradients, and scratch" : "activations, and shared scratch",
        memoryOfValues.bytes
      ),
      (differentiates ? "weights and their gradients" : "weights", 4 * store.scalars),
      ("weights packed for the kernels", 4 * steps.reduce(0) { $0 + $1.packedScalars }),
      ("scratch of threads", 4 * context.reservedScalars),
    ]
  }

  public func load(_ weights: Weights) throws {
    try weights.check(against: network)
    try store.load(weights)
    for step in steps { step.load() }
    hasWeights = true
    hasForward = false
  }

  public func run(_ input: Tensor) throws -> Tensor { try forward(input) }

  public func forward(_ input: Tensor) throws -> Tensor {
    guard hasWeights else { throw PlanError.noWeights }
    try network.check(input)
    for segment in timeline.segments { enter(segment, life: 0) }
    self.input.write(input)
    for step in steps.indices { run(step, .forward) }
    hasForward = true
    return Tensor(reading: output.image, output.shape)
  }

  public func backward(_ outputGradient: Tensor, adds: Bool) throws {
    guard differentiates else { throw PlanError("this plan was made for inference only") }
    guard hasForward else { throw PlanError.noForward }
    guard outputGradient.shape == network.outputShape else {
      throw ShapeError(
        "backward", expected: network.outputShape.description, actual: [outputGradient.shape])
    }
    hasForward = false
    if !adds { store.clearGradients() }
    guard output.needsGradient else { return }
    output.writeGradient(outputGradient)
    for segment in timeline.segments.reversed() {
      enter(segment, life: 1)
      for step in segment.again { run(step, .again) }
      for step in segment.steps.reversed() where steps[step].output.needsGradient {
        run(step, .backward)
      }
    }
  }

  public func withGradient<Result>(
    of parameter: String, _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
  ) throws -> Result {
    guard differentiates else { throw PlanError("this plan was made for inference only") }
    return try body(try store.gradient(named: parameter))
  }

  /// Runs one step in the memory that its turn has.
  private func run(_ step: Int, _ turn: Timeline.Turn) {
    context.lend(shared: timeline.scratch(of: step, turn)?.pointer)
    if turn == .backward { steps[step].backward() } else { steps[step].forward() }
  }

  /// Turns to the first or second life of what a segment computes twice.
  private func enter(_ segment: Timeline.Segment, life: Int) {
    for buffer in segment.local { timeline.buffers[buffer].enter(life: life, of: memoryOfValues) }
  }

  /// Runs the plan part by part and returns the shortest time of each, in the order of running.
  ///
  /// The plan needs weights. Where it differentiates, the output serves as its own gradient.
  package func profile(_ input: Tensor, repeats: Int) throws -> [StepProfile] {
    guard hasWeights else { throw PlanError.noWeights }
    try network.check(input)
    var profiles: [StepProfile] = []
    for _ in 0..<repeats {
      var times: [StepProfile] = []
      for segment in timeline.segments { enter(segment, life: 0) }
      self.input.write(input)
      for (index, step) in steps.enumerated() {
        times.append(StepProfile(step, index, .pack) { step.load() })
        times.append(StepProfile(step, index, .forward) { run(index, .forward) })
      }
      if differentiates, output.needsGradient {
        store.clearGradients()
        output.writeGradient(Tensor(reading: output.image, output.shape))
        for segment in timeline.segments.reversed() {
          enter(segment, life: 1)
          for index in segment.again {
            times.append(StepProfile(steps[index], index, .again) { run(index, .again) })
          }
          for index in segment.steps.reversed() where steps[index].output.needsGradient {
            times.append(StepProfile(steps[index], index, .backward) { run(index, .backward) })
          }
        }
      }
      profiles = profiles.isEmpty ? times : zip(profiles, times).map { $0.shorter(of: $1) }
    }
    return profiles
  }
}
