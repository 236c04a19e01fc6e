internal import Kernels

/// The order in which a plan runs: forward, and then segment by segment back, each computed again before it is differentiated.
///
/// Chen, Xu, Zhang, Guestrin, "Training Deep Nets with Sublinear Memory Cost", 2016, https://arxiv.org/abs/1604.06174. What
/// only one segment uses is forgotten after the forward pass and made again when its turn comes, bit for bit the same; what
/// crosses a border is kept. One segment is ordinary back-propagation: the last one never computes anything twice.
struct Timeline {
  /// A run of steps, and what is done before it is differentiated.
  struct Segment {
    var steps: Range<Int>
    /// The steps that run again, in order.
    var again: [Int] = []
    /// The buffers that have a second life then, by number.
    var local: [Int] = []
  }

  /// One of the times that a step runs.
  enum Turn: Int, CaseIterable {
    case forward, again, backward
  }

  /// What one step touches, as numbers of buffers.
  private struct Use {
    var inputs: [Int]
    var output: Int
    var kept: [Int]
    /// Activations that its gradient reads.
    var backward: [Int]
    /// Gradients that its gradient reads and writes; nothing where it has none.
    var gradients: [Int]?
    /// The scratch that its workers share, in scalars.
    var scratch: Int
  }

  let buffers: [PlanBuffer]
  private(set) var segments: [Segment] = []
  private let uses: [Use]
  private let input: Int
  private let output: Int
  private let outputGradient: Int?
  /// The scratch of every turn of every step, once its use is noted.
  private var scratch: [[PlanBuffer?]] = []

  /// Numbers the buffers of some steps, whose workers share so much `scratch`, in scalars.
  init(
    _ steps: [any CPUStep], scratch: [Int], input: PlanValue, output: PlanValue,
    differentiates: Bool
  ) {
    var numbers: [ObjectIdentifier: Int] = [:]
    var buffers: [PlanBuffer] = []
    func number(_ buffer: PlanBuffer) -> Int {
      if let known = numbers[ObjectIdentifier(buffer)] { return known }
      buffers.append(buffer)
      numbers[ObjectIdentifier(buffer)] = buffers.count - 1
      return buffers.count - 1
    }
    self.input = number(input.activation.buffer)
    uses = zip(steps, scratch).map { step, scratch in
      var gradients: [Int]?
      if differentiates, step.output.needsGradient {
        gradients =
          [number(step.output.gradient.buffer)]
          + zip(step.inputs, step.edges).filter(\.1.isNeeded).map { number($0.0.gradient.buffer) }
      }
      return Use(
        inputs: step.inputs.map { number($0.activation.buffer) },
        output: number(step.output.activation.buffer), kept: step.keptBuffers.map(number),
        backward: gradients == nil
          ? [] : step.activationsForBackward.map { number($0.activation.buffer) },
        gradients: gradients, scratch: scratch)
    }
    self.output = number(output.activation.buffer)
    outputGradient =
      differentiates && output.needsGradient ? number(output.gradient.buffer) : nil
    self.buffers = buffers
    divide(at: [])
  }

  /// Where a division stands: the scalars alive at the worst moment, then those that are made twice.
  struct Cost: Comparable {
    var scalars: Int
    var again: Int
    static func < (a: Cost, b: Cost) -> Bool { (a.scalars, a.again) < (b.scalars, b.again) }
  }

  /// Divides the steps before the given ones, and finds what each segment does again.
  mutating func divide(at cuts: [Int]) {
    let borders = [0] + cuts + [uses.count]
    segments = (0...cuts.count).map { Segment(steps: borders[$0]..<borders[$0 + 1]) }
    // The segment that alone touches a buffer; -1 where several do.
    var owner = [Int?](repeating: nil, count: buffers.count)
    for (index, segment) in segments.enumerated() {
      for step in segment.steps {
        for buffer in uses[step].inputs + [uses[step].output] + uses[step].kept {
          owner[buffer] = owner[buffer] == nil || owner[buffer] == index ? index : -1
        }
      }
    }
    owner[input] = -1
    owner[output] = -1
    for index in segments.indices.dropLast() {
      var wanted: Set<Int> = []
      func isLocal(_ buffer: Int) -> Bool { owner[buffer] == index }
      for step in segments[index].steps where uses[step].gradients != nil {
        wanted.formUnion((uses[step].backward + uses[step].kept).filter(isLocal))
      }
      for step in segments[index].steps.reversed() {
        guard ([uses[step].output] + uses[step].kept).contains(where: wanted.contains) else {
          continue
        }
        segments[index].again.append(step)
        wanted.formUnion(
          (uses[step].inputs + uses[step].kept + [uses[step].output]).filter(isLocal))
      }
      segments[index].again.reverse()
      segments[index].local = wanted.sorted()
    }
  }

  /// Calls `use` with every use of every buffer: buffer, moment, and which of its lives; and `run` with every turn of every
  /// step. Returns the last moment.
  @discardableResult
  private func walk(
    _ use: (_ buffer: Int, _ moment: Int, _ life: Int) -> Void,
    run: (_ step: Int, _ turn: Turn, _ moment: Int) -> Void
  ) -> Int {
    use(input, 0, 0)
    var moment = 0
    for (index, step) in uses.enumerated() {
      moment += 1
      run(index, .forward, moment)
      for buffer in step.inputs + [step.output] + step.kept { use(buffer, moment, 0) }
    }
    moment += 1
    use(output, moment, 0)
    if let outputGradient { use(outputGradient, moment, 0) }
    for segment in segments.reversed() {
      let local = Set(segment.local)
      for step in segment.again {
        moment += 1
        run(step, .again, moment)
        for buffer in uses[step].inputs + [uses[step].output] + uses[step].kept {
          use(buffer, moment, local.contains(buffer) ? 1 : 0)
        }
      }
      for step in segment.steps.reversed() {
        guard let gradients = uses[step].gradients else { continue }
        moment += 1
        run(step, .backward, moment)
        for buffer in uses[step].backward + uses[step].kept {
          use(buffer, moment, local.contains(buffer) ? 1 : 0)
        }
        for buffer in gradients { use(buffer, moment, 0) }
      }
    }
    return moment
  }

  /// What the present division costs.
  var cost: Cost {
    var first = [[Int]](repeating: [-1, -1], count: buffers.count)
    var last = first
    var scratch: [(moment: Int, scalars: Int)] = []
    let end = walk { buffer, moment, life in
      if first[buffer][life] < 0 { first[buffer][life] = moment }
      last[buffer][life] = moment
    } run: { step, _, moment in
      scratch.append((moment, uses[step].scratch))
    }
    var change = [Int](repeating: 0, count: end + 2)
    for (moment, scalars) in scratch {
      change[moment] += scalars
      change[moment + 1] -= scalars
    }
    for buffer in buffers.indices {
      for life in 0..<2 where first[buffer][life] >= 0 {
        change[first[buffer][life]] += buffers[buffer].scalars
        change[last[buffer][life] + 1] -= buffers[buffer].scalars
      }
    }
    var (alive, most) = (0, 0)
    for step in change {
      alive += step
      most = max(most, alive)
    }
    let again = segments.reduce(0) { sum, segment in
      sum + segment.again.reduce(0) { $0 + buffers[uses[$1].output].scalars }
    }
    return Cost(scalars: most, again: again)
  }

  /// Divides so that the worst moment needs little memory: from the best even division, one cut at a time, while it helps.
  mutating func divideForLeastMemory() {
    var best: (cuts: [Int], cost: Cost) = ([], cost)
    func tried(_ cuts: [Int]) -> Bool {
      guard zip([0] + cuts, cuts + [uses.count]).allSatisfy({ $0 < $1 }) else { return false }
      var trial = self
      trial.divide(at: cuts)
      guard trial.cost < best.cost else { return false }
      best = (cuts, trial.cost)
      return true
    }
    for count in 2..<max(3, min(uses.count, 24)) {
      _ = tried((1..<count).map { uses.count * $0 / count })
    }
    var isImproving = true
    while isImproving {
      isImproving = false
      let cuts = best.cuts
      for index in cuts.indices {
        for shift in [-1, 1] {
          var moved = cuts
          moved[index] += shift
          if tried(moved) { isImproving = true }
        }
        var fewer = cuts
        fewer.remove(at: index)
        if tried(fewer) { isImproving = true }
      }
      for border in 1..<max(2, uses.count) where !cuts.contains(border) {
        if tried((cuts + [border]).sorted()) { isImproving = true }
      }
    }
    divide(at: best.cuts)
  }

  /// Notes every use in the buffers themselves, and makes those of scratch.
  mutating func note() {
    var made = [[PlanBuffer?]](
      repeating: [PlanBuffer?](repeating: nil, count: uses.count), count: Turn.allCases.count)
    walk { buffer, moment, life in
      buffers[buffer].use(at: moment, life: life)
    } run: { step, turn, moment in
      guard uses[step].scratch > 0 else { return }
      let buffer = PlanBuffer(scalars: uses[step].scratch)
      buffer.use(at: moment)
      made[turn.rawValue][step] = buffer
    }
    scratch = made
  }

  /// The scratch of a step's turn; nothing where it needs none.
  func scratch(of step: Int, _ turn: Turn) -> PlanBuffer? { scratch[turn.rawValue][step] }

  /// All that needs a place in the plan's memory.
  var allBuffers: [PlanBuffer] { buffers + scratch.joined().compactMap(\.self) }
}
