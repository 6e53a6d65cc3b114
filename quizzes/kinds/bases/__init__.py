"""What several kinds share: options, grids, own words, zones to touch, the sums of a feed."""
