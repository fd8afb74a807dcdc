"""Equipment and safety facilities (设备设施): what stands where, in which state, inspected until when."""
