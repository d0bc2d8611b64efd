"""EPCIS 2.0 documents (GS1 EPCIS 2.0, CBV 2.0), in their JSON form."""
