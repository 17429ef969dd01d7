"""The measurements, one file per group of figures: each yields the lines that it found."""
