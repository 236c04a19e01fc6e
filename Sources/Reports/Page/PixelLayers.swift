internal import Evaluation
private import Foundation

/// The packed layers of one crop, as the page carries them.
struct PixelLayers {
  struct Block {
    var role: CropSet.Panel.Role
    /// The candidate's place in the record.
    var candidate: Int?
    var base64: String
  }

  var blocks: [Block] = []
  /// What every candidate left of the difference to the reference, by its place in the record.
  var residuals: [Int: ResidualTally] = [:]
  /// How what every candidate left hangs together from pixel to pixel, and what the input had.
  var correlations: [Int: ResidualCorrelation] = [:]
  var inputCorrelation = ResidualCorrelation()
  /// Why there are none.
  var problem: String?

  init(
    _ pixels: CropPixels, _ crop: CropSet, candidates: [CandidateRecord],
    file: Result<[UInt8], any Error>
  ) {
    do {
      let bytes = try file.get()
      guard pixels.encoding == CropPixels.encoding else {
        throw PictureError(
          file: pixels.file, problem: "has the unknown encoding '\(pixels.encoding)'")
      }
      let count = crop.width * crop.height * pixels.channels
      // Writers put the reference before the outputs.
      var reference: [UInt16]?
      var input: [UInt16]?
      for layer in pixels.layers {
        let place = candidates.firstIndex { $0.name == layer.candidate }
        guard layer.role != .output || place != nil else { continue }
        let end = layer.offset.addingReportingOverflow(layer.length)
        guard layer.offset >= 0, layer.length > 0, !end.overflow, end.partialValue <= bytes.count
        else { throw PictureError(file: pixels.file, problem: "is shorter than the record says") }
        let block = Array(bytes[layer.offset..<end.partialValue])
        // What cannot be unpacked here could not be in a browser either, and there nobody would be told why.
        let samples: [UInt16]
        do {
          samples = try PixelBlock.unpack(block, width: crop.width, count: count)
        } catch {
          throw PictureError(file: pixels.file, problem: "\(error)")
        }
        if layer.role == .input { input = samples }
        if layer.role == .reference { reference = samples }
        if layer.role == .output, let place, let reference {
          residuals[place, default: ResidualTally()].add(samples, reference, pixels)
          correlations[place, default: ResidualCorrelation()].add(
            samples, reference, pixels, width: crop.width)
        }
        blocks.append(
          Block(
            role: layer.role, candidate: place, base64: Data(block).base64EncodedString()))
      }
      if let input, let reference {
        inputCorrelation.add(input, reference, pixels, width: crop.width)
      }
    } catch {
      (blocks, residuals, correlations) = ([], [:], [:])
      problem = SafeText.short("\(error)", limit: 200)
    }
  }

  var encodedBytes: Int { blocks.reduce(0) { $0 + $1.base64.utf8.count } }
}
