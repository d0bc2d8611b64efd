"""RFID reads as EPCIS: the reads of one tag at one place become one event."""
