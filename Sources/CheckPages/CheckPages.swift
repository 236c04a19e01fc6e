/// The pages of `docs/checks` as the binary carries them: one text, read there and printed by `evalbench explain`.
public enum CheckPages {
  /// Every page by its check's id, in the order of the ids.
  public static let all: [(id: String, text: String)] = sources.map {
    ($0.id, String(decoding: $0.bytes, as: UTF8.self))
  }

  /// The page of a check.
  public static func page(of id: String) -> String? { all.first { $0.id == id }?.text }

  private static let sources: [(id: String, bytes: [UInt8])] = [
    ("background-offset", PackageResources.background_offset_md),
    ("centroid-shift", PackageResources.centroid_shift_md),
    ("checkerboard", PackageResources.checkerboard_md),
    ("chroma-retention", PackageResources.chroma_retention_md),
    ("colour-shift", PackageResources.colour_shift_md),
    ("dark-halo", PackageResources.dark_halo_md),
    ("doubles-merged", PackageResources.doubles_merged_md),
    ("doubles-oversplit", PackageResources.doubles_oversplit_md),
    ("dynamic-range", PackageResources.dynamic_range_md),
    ("edge-band", PackageResources.edge_band_md),
    ("ellipticity-drift", PackageResources.ellipticity_drift_md),
    ("equivariance", PackageResources.equivariance_md),
    ("faint-patches", PackageResources.faint_patches_md),
    ("faint-texture", PackageResources.faint_texture_md),
    ("false-stars", PackageResources.false_stars_md),
    ("flux-gain", PackageResources.flux_gain_md),
    ("frc-drop", PackageResources.frc_drop_md),
    ("fwhm-drift", PackageResources.fwhm_drift_md),
    ("granulation-contrast", PackageResources.granulation_contrast_md),
    ("granulation-power", PackageResources.granulation_power_md),
    ("large-scale", PackageResources.large_scale_md),
    ("limb-profile", PackageResources.limb_profile_md),
    ("linearity", PackageResources.linearity_md),
    ("ms-ssim-display", PackageResources.ms_ssim_display_md),
    ("noise-reduction", PackageResources.noise_reduction_md),
    ("noise2noise-rmse", PackageResources.noise2noise_rmse_md),
    ("over-sharpening", PackageResources.over_sharpening_md),
    ("over-smoothing", PackageResources.over_smoothing_md),
    ("photometric-bias", PackageResources.photometric_bias_md),
    ("prominence-detail", PackageResources.prominence_detail_md),
    ("psnr-display", PackageResources.psnr_display_md),
    ("psnr-linear", PackageResources.psnr_linear_md),
    ("repeatability", PackageResources.repeatability_md),
    ("residual-whiteness", PackageResources.residual_whiteness_md),
    ("rmse-ratio", PackageResources.rmse_ratio_md),
    ("row-banding", PackageResources.row_banding_md),
    ("spurious-companions", PackageResources.spurious_companions_md),
    ("ssim-display", PackageResources.ssim_display_md),
    ("ssim-linear", PackageResources.ssim_linear_md),
    ("stack-completeness", PackageResources.stack_completeness_md),
    ("stack-correlation", PackageResources.stack_correlation_md),
    ("stack-photometry", PackageResources.stack_photometry_md),
    ("stack-star-shape", PackageResources.stack_star_shape_md),
    ("stack-transfer", PackageResources.stack_transfer_md),
    ("star-loss", PackageResources.star_loss_md),
    ("structured-noise", PackageResources.structured_noise_md),
    ("tile-invariance", PackageResources.tile_invariance_md),
    ("tile-seam", PackageResources.tile_seam_md),
  ]
}
