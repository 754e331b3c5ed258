"""The dashboard: screens over the library, without any arithmetic of the domain."""
