"""What ``make bench`` measures. Speeds are ratios, measured side by side in one run: they hold on any machine."""
