package import AstroImages
import SkyMeasurement

/// Two independent halves of a stack as frames that a candidate can denoise.
///
/// Frames go to the halves in turn and are laid upon the reference by whole pixels: the nearest pixel's value, never a mixture.
/// Noise stays white, at the price of stars that are up to half a pixel broader, in both halves alike.
package struct HalfStacks: Sendable {
  package let first: AstroImage
  package let second: AstroImage
  package let counts: (first: Int, second: Int)
  package let window: FrameWindow

  package init(_ stack: ExposureStack, side: Int) {
    let reference = stack.reference
    let window = FrameWindow.middle(width: reference.width, height: reference.height, side: side)
    var planes: [[[Float]]] = [[], []]
    for (number, channel) in reference.channels.enumerated() {
      var sums = [
        [Double](repeating: 0, count: window.width * window.height),
        [Double](repeating: 0, count: window.width * window.height),
      ]
      var counts = [
        [Double](repeating: 0, count: window.width * window.height),
        [Double](repeating: 0, count: window.width * window.height),
      ]
      let target = channel.mended.cut(window)
      for (index, member) in stack.members.enumerated() {
        let light = member.exposure.channels[number]
        var seen = light.mended.resampled(
          onto: window, by: member.registration.map, spline: nil, bad: light.bad.mask)
        for i in 0..<seen.plane.count { seen.plane.values[i] *= member.scale[number] }
        let shift = SkyMatch.difference(of: seen.plane, from: target, where: seen.valid)
        for i in 0..<seen.plane.count where seen.valid.values[i] {
          sums[index % 2][i] += seen.plane.values[i] + shift.values[i]
          counts[index % 2][i] += 1
        }
      }
      for half in 0..<2 {
        planes[half].append(
          zip(sums[half], counts[half]).map { $1 > 0 ? Float($0 / $1) : .nan })
      }
    }
    func image(_ half: Int) -> AstroImage {
      AstroImage(
        width: window.width, height: window.height, planes: planes[half],
        channelNames: reference.image.channelNames, metadata: reference.image.metadata)
    }
    first = image(0)
    second = image(1)
    counts = ((stack.members.count + 1) / 2, stack.members.count / 2)
    self.window = window
  }
}
