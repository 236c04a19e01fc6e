import Exposures
import Testing
