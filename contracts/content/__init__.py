"""What stands inside sealed records: typed content and how it becomes disclosed fields."""
