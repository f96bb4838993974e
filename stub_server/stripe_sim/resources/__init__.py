"""The API's resources, a file each: handlers from a call to an object or an error."""
