defmodule Drafts do
  @path ~c"drafts.dets"

  # One file, up to 2 GB. A crash costs a repair when it is opened again,
  # and whatever was not flushed yet: that happens when nobody has used the
  # table for as long as auto_save says. A child of the root opens it in its
  # init, and owns it: when that ends, the file is closed.
  def open, do: :dets.open_file(__MODULE__, file: @path, auto_save: 1_000)
  def close, do: :dets.close(__MODULE__)

  # What must not be lost by a crash is flushed: sync waits for the disk.
  def put(id, draft) do
    with :ok <- :dets.insert(__MODULE__, {id, draft}),
         do: :dets.sync(__MODULE__)
  end

  def get(id) do
    case :dets.lookup(__MODULE__, id) do
      [{^id, draft}] -> {:ok, draft}
      [] -> :error
    end
  end
end
