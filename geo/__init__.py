"""Pure geospatial code: Shapely, numpy and the standard library, nothing of the application."""
