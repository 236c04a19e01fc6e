import AstroImages
import Randomness
import Skies
import Testing

@Suite("Bayer mosaic")
struct BayerMosaicTests {
  @Test("a plane that is linear in x and y comes back inside the frame")
  func linear() {
    let (width, height) = (12, 10)
    let planes: [[Float]] = (0..<3).map { plane in
      (0..<(width * height)).map { Float($0 % width + 3 * ($0 / width) + 50 * plane) }
    }
    let mosaic = BayerMosaic.sampled(planes, width: width)
    #expect(mosaic[0] == planes[0][0] && mosaic[1] == planes[1][1])
    #expect(mosaic[width] == planes[1][width] && mosaic[width + 1] == planes[2][width + 1])
    let back = BayerMosaic.interpolated(mosaic, width: width, planes: 3)
    for plane in 0..<3 {
      for y in 1..<(height - 1) {
        for x in 1..<(width - 1) {
          #expect(back[plane][y * width + x] == planes[plane][y * width + x])
        }
      }
    }
  }

  @Test("interpolation correlates neighbours and lowers the variance as theory says")
  func correlations() {
    let sensor = Sensor.asi2600mcG100
    let size = 256
    let noisy = sensor.expose(
      SensorTests.frame(2100, size: size, planes: 3), effects: SensorEffects(hasMosaic: true),
      random: RandomSource(seed: 4, name: "mosaic"))
    let raw = sensor.noise(electrons: 400)
    // Red: a quarter of the pixels keep their variance, half have 1/2 of it, a quarter 1/4: 0.5625 on average.
    // Green: half keep it, half have 1/4: 0.625.
    for (plane, share) in [(0, 0.5625), (1, 0.625), (2, 0.5625)] {
      let moments = Moments(noisy.planes[plane])
      #expect(abs(moments.variance / (raw * raw) - share) < 0.02)
    }
    let red = noisy.planes[0].map(Double.init)
    // Covariance of columns 2i and 2i + 1 on even rows is 1/2, on odd rows 1/4: 0.375 / 0.5625 on average.
    #expect(abs(correlation(Array(red.dropLast()), Array(red.dropFirst())) - 2.0 / 3) < 0.02)
  }

  @Test("one plane comes out as the green one")
  func grey() {
    let noisy = Sensor.asi2600mcG100.expose(
      SensorTests.frame(2100), effects: SensorEffects(hasMosaic: true),
      random: RandomSource(seed: 4, name: "grey"))
    #expect(noisy.channels == 1)
    let raw = Sensor.asi2600mcG100.noise(electrons: 400)
    #expect(abs(Moments(noisy.planes[0]).variance / (raw * raw) - 0.625) < 0.02)
  }
}
