"""`python -m hotline`: what `make run` calls."""

import signal

if __name__ == "__main__":
    # Until the supervisor listens to signals itself, Ctrl-C just ends this process, without a traceback.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from hotline.launch import main

    main()
