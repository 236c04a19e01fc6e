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
  /// What the checks take the pixels for, packed, as base64.
  var masks: String?
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
        let block = try FilePart(pixels.file, layer.offset, layer.length).bytes(of: bytes)
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
      if let part = pixels.masks {
        let block = try FilePart(pixels.file, part.offset, part.length).bytes(of: bytes)
        do {
          _ = try Zlib.inflated(block, count: crop.width * crop.height)
        } catch {
          throw PictureError(file: pixels.file, problem: "\(error)")
        }
        masks = Data(block).base64EncodedString()
      }
      if let input, let reference {
        inputCorrelation.add(input, reference, pixels, width: crop.width)
      }
    } catch {
      (blocks, masks, residuals, correlations) = ([], nil, [:], [:])
      problem = SafeText.short("\(error)", limit: 200)
    }
  }

  var encodedBytes: Int { blocks.reduce(masks?.utf8.count ?? 0) { $0 + $1.base64.utf8.count } }
}
