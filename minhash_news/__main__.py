"""Run the command line: python -m minhash_news."""

from minhash_news.cli import main

if __name__ == "__main__":
    main(prog_name="minhash-news")
