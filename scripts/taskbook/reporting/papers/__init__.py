"""What goes out on paper: 通报, 督办单 and 催办单 with their list, the texts for chat and annual report."""
