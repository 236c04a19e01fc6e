public import KernelTable

#if EBK_V4
  private let levelName = "v4"
#elseif EBK_V3
  private let levelName = "v3"
#elseif arch(arm64)
  private let levelName = "arm64"
#else
  private let levelName = "baseline"
#endif

/// The kernels of the level that this module was compiled for.
public func makeTable() -> KernelTable {
  KernelTable(
    name: levelName, winograd: winograd, winogradGradient: winogradGradient,
    transformTiles: transformTiles,
    transformGradientTiles: transformGradientTiles, multiplyPoint: multiplyPoint,
    restoreTiles: restoreTiles,
    outerPoint: outerPoint, transformWeights: transformWeights, restoreWeights: restoreWeights,
    pointwise: pointwise,
    pointwiseGradient: pointwiseGradient, spread: spread, gather: gather, correlate: correlate,
    depthwise: depthwise, depthwiseGradient: depthwiseGradient, normalize: normalize,
    normalizeGradient: normalizeGradient, maximumPool: maximumPool,
    maximumPoolGradient: maximumPoolGradient, spatialGate: spatialGate,
    spatialGateGradient: spatialGateGradient, channelGate: channelGate,
    channelGateGradient: channelGateGradient, combine: combine, multiply: multiply,
    rectify: rectify, mask: mask, scaleChannels: scaleChannels, fillChannels: fillChannels,
    sumChannels: sumChannels, dotChannels: dotChannels, sumParts: sumParts,
    adam: adam,
    planes: PlaneKernels(weighRows: weighRows, weighShifted: weighShifted, dot: dot),
    peakRounds: peakRounds, peakMultiplyAdds: peakMultiplyAdds)
}
