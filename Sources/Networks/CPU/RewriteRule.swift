internal import Tensors

/// A rewrite of a plan's steps that changes the time that they take and not what they compute.
public struct RewriteRule: Sendable {
  /// What the rule fuses, as `evalbench plan` prints it.
  public let name: String
  /// Applies the rule wherever it fits.
  public let rewrite: @Sendable (inout PlanGraph) -> Void

  /// Creates a rule.
  public init(_ name: String, _ rewrite: @escaping @Sendable (inout PlanGraph) -> Void) {
    self.name = name
    self.rewrite = rewrite
  }

  /// NAFNet's block, from normalisation to second residual: two passes over memory instead of a dozen.
  public static let gatedBlock = RewriteRule("gated-block") { graph in
    var position = 0
    while position < graph.steps.count {
      if let (block, source, inner) = graph.gatedBlock(endingAt: position) {
        graph.steps[position].block = block
        graph.steps[position].inputs = [source]
        for index in inner.sorted(by: >) { graph.steps.remove(at: index) }
        position -= inner.count
      }
      position += 1
    }
  }

  /// A convolution whose only reader multiplies each channel by a learned factor: the factor goes into the weights.
  public static let convolutionScale = RewriteRule("convolution+scale") { graph in
    graph.fuseConvolutions { graph, convolution, reader in
      guard reader.operation is Scale, reader.inputs[0] == .step(convolution.output),
        case .parameter(let name) = reader.inputs[1], convolution.fusion == PlanGraph.Fusion(),
        convolution.operation is Convolution,
        graph.network.shape(of: reader.inputs[1]).batch == 1,
        graph.network.shape(of: reader.inputs[1]).count == reader.shape.channels
      else { return nil }
      var fusion = convolution.fusion
      fusion.scale = name
      return fusion
    }
  }

  /// A convolution whose only reader adds it to, or subtracts it from, another value.
  public static let convolutionResidual = RewriteRule("convolution+residual") { graph in
    graph.fuseConvolutions { graph, convolution, reader in
      guard reader.operation is Add || reader.operation is Subtract, reader.inputs.count == 2,
        convolution.operation is Convolution, convolution.fusion.residual == nil,
        !convolution.fusion.rectifies, !convolution.fusion.shuffles
      else { return nil }
      let subtracts = reader.operation is Subtract
      let isSecond = reader.inputs[1] == .step(convolution.output)
      if subtracts && !isSecond { return nil }
      let other = reader.inputs[isSecond ? 0 : 1]
      if case .parameter = other { return nil }
      guard graph.network.shape(of: other) == convolution.shape else { return nil }
      var fusion = convolution.fusion
      fusion.residual = other
      fusion.sign = subtracts ? -1 : 1
      return fusion
    }
  }

  /// A convolution whose only reader is a ReLU.
  public static let convolutionReLU = RewriteRule("convolution+relu") { graph in
    graph.fuseConvolutions { _, convolution, reader in
      guard reader.operation is ReLU, !convolution.fusion.rectifies, !convolution.fusion.shuffles
      else { return nil }
      var fusion = convolution.fusion
      fusion.rectifies = true
      return fusion
    }
  }

  /// A 1x1 convolution without bias whose only reader shuffles its channels into 2x2 pixels: a transposed convolution.
  public static let convolutionPixelShuffle = RewriteRule("convolution+pixel-shuffle") { graph in
    graph.fuseConvolutions { graph, convolution, reader in
      guard reader.operation is PixelShuffle, convolution.inputs.count == 2,
        graph.convolutionForm(convolution) == .pointwise,
        convolution.fusion == PlanGraph.Fusion(), reader.shape.channels > 4
      else { return nil }
      var fusion = convolution.fusion
      fusion.shuffles = true
      return fusion
    }
  }

  /// A 1x1 convolution and pixel shuffle whose only reader adds another value: a decoder's skip.
  public static let pixelShuffleResidual = RewriteRule("pixel-shuffle+residual") { graph in
    graph.fuseConvolutions { graph, convolution, reader in
      guard reader.operation is Add, reader.inputs.count == 2, convolution.fusion.shuffles,
        convolution.fusion.residual == nil
      else { return nil }
      let isSecond = reader.inputs[1] == .step(convolution.output)
      let other = reader.inputs[isSecond ? 0 : 1]
      if case .parameter = other { return nil }
      guard graph.network.shape(of: other) == convolution.shape else { return nil }
      var fusion = convolution.fusion
      fusion.residual = other
      return fusion
    }
  }
}

extension [RewriteRule] {
  /// Every rule, in the order in which they are applied.
  public static let all: [RewriteRule] = [
    .gatedBlock, .convolutionScale, .convolutionResidual, .convolutionReLU,
    .convolutionPixelShuffle,
    .pixelShuffleResidual,
  ]
}

extension PlanGraph {
  /// Merges each convolution with its only reader where `merge` returns what the two do together.
  mutating func fuseConvolutions(_ merge: (PlanGraph, Step, Step) -> Fusion?) {
    var position = 0
    while position < steps.count {
      let step = steps[position]
      if convolutionForm(step) != nil, let reader = onlyConsumer(of: position),
        let fusion = merge(self, step, steps[reader])
      {
        // The merged step stands where the reader stood: by then everything that it reads is there.
        steps[reader].operation = step.operation
        steps[reader].inputs = step.inputs
        steps[reader].fusion = fusion
        steps.remove(at: position)
      } else {
        position += 1
      }
    }
  }
}
