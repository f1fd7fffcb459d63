"""Why did my amount change: two months of payments side by side, each difference with its cause."""
