"""Standard values of CBV 2.0 and of the GS1 Web Vocabulary, as they stand in JSON documents ("bare strings")."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: CBV 2.0 section 7.1.
BUSINESS_STEPS = _words(
    """
    accepting arriving assembling collecting commissioning consigning creating_class_instance cycle_counting
    decommissioning departing destroying disassembling dispensing encoding entering_exiting holding inspecting
    installing killing loading other packing picking receiving removing repackaging repairing replacing reserving
    retail_selling sampling sensor_reporting shipping staging_outbound stock_taking stocking storing transporting
    unloading unpacking void_shipping
    """
)
#: CBV 2.0 section 7.2.
DISPOSITIONS = _words(
    """
    active available completeness_inferred completeness_verified conformant container_closed container_open damaged
    destroyed dispensed disposed encoded expired in_progress in_transit inactive mismatch_class mismatch_instance
    mismatch_quantity needs_replacement no_pedigree_match non_conformant non_sellable_other partially_dispensed recalled
    reserved retail_sold returned sellable_accessible sellable_not_accessible stolen unavailable unknown
    """
)
#: CBV 2.0 section 7.3.
BUSINESS_TRANSACTION_TYPES = _words("bol cert desadv inv pedigree po poc prodorder recadv rma testprd testres upevt")
#: CBV 2.0 section 7.4.
SOURCE_DESTINATION_TYPES = _words("location owning_party possessing_party")
#: CBV 2.0 section 7.5.
ERROR_REASONS = _words("did_not_occur incorrect_data")
#: CBV 2.0 section 7.6.
COMPONENTS = _words(
    """
    altitude axial_distance azimuth easting elevation_angle height latitude longitude northing polar_angle
    spherical_radius x y z
    """
)
#: GS1 Web Vocabulary, MeasurementType.
MEASUREMENT_TYPES = _words(
    """
    AbsoluteHumidity AbsorbedDose AbsorbedDoseRate Acceleration Altitude AmountOfSubstance
    AmountOfSubstancePerUnitVolume Angle AngularAcceleration AngularMomentum AngularVelocity Area Capacitance
    Conductance Conductivity Count Density Dimensionless DoseEquivalent DoseEquivalentRate DynamicViscosity
    ElectricCharge ElectricCurrent ElectricCurrentDensity ElectricFieldStrength Energy Exposure Force Frequency
    Illuminance Inductance Irradiance KinematicViscosity Length LinearMomentum Luminance LuminousFlux
    LuminousIntensity MagneticFlux MagneticFluxDensity MagneticVectorPotential Mass MassConcentration MassFlowRate
    MassPerAreaTime MemoryCapacity MolalityOfSolute MolarEnergy MolarMass MolarVolume Power Pressure RadiantFlux
    RadiantIntensity Radioactivity RelativeHumidity Resistance Resistivity SolidAngle SpecificVolume Speed
    SurfaceDensity SurfaceTension Temperature Time Torque Voltage Volume VolumeFlowRate VolumeFraction VolumetricFlux
    Wavenumber
    """
)
#: GS1 Web Vocabulary, SensorAlertType.
SENSOR_ALERT_TYPES = _words("ALARM_CONDITION ERROR_CONDITION")
