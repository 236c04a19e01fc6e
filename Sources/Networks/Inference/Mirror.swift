/// The index that mirrors about the outermost pixels, for any offset: `c b | a b c ... y z | y x`.
///
/// A frame smaller than the offset is mirrored as often as it takes; a single pixel stands for everything.
package func mirrored(_ index: Int, _ extent: Int) -> Int {
  guard extent > 1 else { return 0 }
  let period = 2 * (extent - 1)
  let offset = (index % period + period) % period
  return offset < extent ? offset : period - offset
}
