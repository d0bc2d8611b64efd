"""Production steps that a manufacturing execution system (MES) shows over OPC UA, as evidence of milestones."""
