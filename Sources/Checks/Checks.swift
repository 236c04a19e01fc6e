public import Evaluation

/// Every check, in the order in which reports show them.
public enum Checks {
  public static let all: [any Check] = [
    LinearPSNR(), DisplayPSNR(), LinearSSIM(), DisplaySSIM(), DisplayMultiScaleSSIM(), RMSERatio(),
    NoiseReduction(), FWHMDrift(), EllipticityDrift(), CentroidShift(), PhotometricBias(),
    FluxGain(),
    Linearity(), StarLoss(), FalseStars(), DoublesMerged(), DoublesOversplit(),
    SpuriousCompanions(),
    GranulationContrast(), GranulationPower(), LimbProfile(), ProminenceDetail(),
    DarkHalo(), EdgeBand(), TileSeam(), Checkerboard(), RowBanding(), LargeScale(),
    BackgroundOffset(),
    FaintPatchRetention(), FaintTexture(), OverSmoothing(), OverSharpening(),
    FourierRingCorrelationDrop(), StructuredNoise(), ResidualWhiteness(), DynamicRange(),
    ColourShift(), ChromaRetention(), NoiseToNoiseRMSE(), Repeatability(), TileInvariance(),
    Equivariance(),
  ]

  /// The check of an identifier.
  public static func named(_ id: String) -> (any Check)? { all.first { $0.metadata.id == id } }
}
