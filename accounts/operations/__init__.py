"""What accounts does: joining, profiles, standing, the bell."""
