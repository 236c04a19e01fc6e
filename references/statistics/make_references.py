"""Expected values of Sources/Statistics, computed by SciPy and NumPy alone.

    python references/statistics/make_references.py > references/statistics/expected.json
"""
import json
import sys

import numpy as np
import scipy
from scipy import stats

SEED = 20261122
rng = np.random.Generator(np.random.PCG64(SEED))


def holm(p):
    """Holm 1979, from its definition: the step-down maximum of p_(i) (m - i + 1)."""
    p = np.asarray(p, float)
    order = np.argsort(p, kind="stable")
    steps = np.minimum(1, p[order] * (len(p) - np.arange(len(p))))
    out = np.empty_like(p)
    out[order] = np.maximum.accumulate(steps)
    return out.tolist()


def exact_groups(ratio, level, power):
    """Smallest n whose one-sided t test reaches the power, by the noncentral t distribution."""
    alpha = (1 - level) / 2
    for n in range(2, 100000):
        critical = stats.t.ppf(1 - alpha, n - 1)
        if stats.nct.sf(critical, n - 1, np.sqrt(n) / ratio) >= power:
            return n
    raise ValueError(ratio)


def bootstrap_t(x, resamples=400000):
    """The studentised bootstrap of the mean, written out with arrays; resamples of one value alone are infinitely far."""
    own = np.random.default_rng(SEED)
    drawn = x[own.integers(0, len(x), (resamples, len(x)))]
    shift, se = drawn.mean(1) - x.mean(), drawn.std(1, ddof=1) / np.sqrt(len(x))
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(se > 1e-12, shift / se, np.where(np.abs(shift) < 1e-12, 0, np.sign(shift) * np.inf))
    t.sort()
    high, low = t[int(0.975 * (resamples - 1))], t[int(0.025 * (resamples - 1))]
    error = x.std(ddof=1) / np.sqrt(len(x))
    return [x.mean() - high * error, x.mean() - low * error]


samples = {
    "normal 6": rng.normal(0.4, 1, 6),
    "normal 9": rng.normal(0.1, 0.3, 9),
    "normal 12": rng.normal(0.2, 0.5, 12),
    "skewed 15": rng.lognormal(0, 0.8, 15) - 1,
    "heavy 40": rng.standard_t(3, 40) + 0.3,
    "ties 10": np.array([0.5, -0.5, 1, 1, 2, -1, 3, 0.5, 4, 2.5]),
    "zeros 8": np.array([0.0, 1.5, -0.5, 2.0, 0.0, 3.0, 1.0, -2.5]),
}

cases = []
for name, x in samples.items():
    mean, margin = x.mean(), 0.25
    t95 = stats.ttest_1samp(x, 0).confidence_interval(0.95)
    exact = len(x) <= 16
    flip = {}
    if exact:
        for alternative in ["two-sided", "greater"]:
            flip[alternative] = float(stats.permutation_test(
                (x,), np.sum, permutation_type="samples", n_resamples=np.inf,
                alternative=alternative).pvalue)
    kept = x[x != 0]
    tied = len(np.unique(np.abs(kept))) < len(kept)
    wilcoxon = stats.wilcoxon(x, zero_method="wilcox", correction=False,
                              method="approx" if tied else "exact", alternative="two-sided")
    ranks = stats.rankdata(np.abs(kept))
    median = stats.quantile_test(x, q=0, p=0.5).confidence_interval(0.95)
    bca = stats.bootstrap((x,), np.mean, method="BCa", n_resamples=200000,
                          random_state=np.random.default_rng(SEED)).confidence_interval
    percentile = stats.bootstrap((x,), np.mean, method="percentile", n_resamples=200000,
                                 random_state=np.random.default_rng(SEED)).confidence_interval
    cases.append({
        "name": name, "values": x.tolist(), "mean": mean, "sd": float(x.std(ddof=1)),
        "median": float(np.median(x)),
        "interquartile_mean_multiple_of_4": float(stats.trim_mean(x, 0.25)) if len(x) % 4 == 0 else None,
        "quantile_30": float(np.quantile(x, 0.3)),
        "t_interval": [float(t95.low), float(t95.high)],
        "sign_flip_two_sided": flip.get("two-sided"), "sign_flip_greater": flip.get("greater"),
        "wilcoxon_p": float(wilcoxon.pvalue), "wilcoxon_positive": float(ranks[kept > 0].sum()),
        "wilcoxon_exact": not tied,
        "median_interval": [None if np.isnan(v) else float(v) for v in (median.low, median.high)],
        "bca_interval": [float(bca.low), float(bca.high)],
        "percentile_interval": [float(percentile.low), float(percentile.high)],
        "bootstrap_t_interval": bootstrap_t(x),
        "margin": margin,
        "non_inferiority_p": float(stats.ttest_1samp(x, -margin, alternative="greater").pvalue),
        "tost_p": float(max(stats.ttest_1samp(x, -margin, alternative="greater").pvalue,
                            stats.ttest_1samp(x, margin, alternative="less").pvalue)),
    })

welch = stats.ttest_ind(samples["normal 9"], samples["skewed 15"], equal_var=False)
welch95 = welch.confidence_interval(0.95)
result = {
    "made_by": {"script": "references/statistics/make_references.py", "seed": SEED,
                "python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__},
    "samples": cases,
    "welch": {"a": samples["normal 9"].tolist(), "b": samples["skewed 15"].tolist(),
              "interval": [float(welch95.low), float(welch95.high)]},
    "student": [{"freedom": f, "t": t, "cdf": float(stats.t.cdf(t, f)), "sf": float(stats.t.sf(t, f))}
                for f in (1, 2, 3.7, 7, 30, 200) for t in (-3.1, -0.5, 0.2, 2.4, 12.0)],
    "student_quantiles": [{"freedom": f, "p": p, "t": float(stats.t.ppf(p, f))}
                          for f in (1, 2, 4, 7.5, 11, 60) for p in (0.005, 0.025, 0.4, 0.9, 0.975, 0.9995)],
    "normal_quantiles": [{"p": p, "z": float(stats.norm.ppf(p))} for p in (1e-6, 0.025, 0.3, 0.8, 0.975)],
    "binomial": [{"k": k, "n": n, "p": p, "cdf": float(stats.binom.cdf(k, n, p))}
                 for k, n, p in ((0, 5, 0.5), (3, 20, 0.5), (7, 12, 0.3), (40, 100, 0.37))],
    "wilson": [{"k": k, "n": n, "level": level,
                "interval": [float(v) for v in stats.binomtest(k, n).proportion_ci(level, "wilson")]}
               for k, n in ((0, 10), (1, 12), (5, 9), (30, 30), (17, 250)) for level in (0.9, 0.95)],
    "zero": [{"n": n, "level": level,
              "share": float(stats.binomtest(0, n, alternative="less").proportion_ci(level, "exact").high),
              "count": float(stats.chi2.ppf(level, 2) / 2)}
             for n in (5, 12, 300) for level in (0.9, 0.95)],
    "holm": [{"p": p, "adjusted": holm(p)} for p in
             ([0.01, 0.04, 0.03, 0.005], [0.5, 0.5, 0.02], [0.2], [0.001, 0.001, 0.9, 0.04, 0.02])],
    "groups_needed": [{"ratio": r, "level": level, "power": power, "n": exact_groups(r, level, power)}
                      for r in (0.3, 0.8, 1.5, 3.0, 6.0) for level, power in ((0.95, 0.8), (0.9, 0.9))],
}
json.dump(result, sys.stdout, indent=1)
print()
