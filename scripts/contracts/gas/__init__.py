"""What every write of every contract costs: measured on an embedded chain, kept in contracts/gas.json."""
