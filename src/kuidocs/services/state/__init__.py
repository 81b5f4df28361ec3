"""Sessions, throttle, progress: disposable."""
