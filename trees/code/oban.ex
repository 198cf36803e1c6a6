defmodule Shop.SendReceipt do
  use Oban.Worker, queue: :mail, max_attempts: 20

  # May run more than once: the mail's id tells the provider so.
  @impl Oban.Worker
  def perform(%Oban.Job{args: %{"order_id" => id}}) do
    Shop.Mail.deliver(id, idempotency_key: "receipt-#{id}")
  end

  # Both rows, or neither: no order without its job.
  def checkout(order) do
    Ecto.Multi.new()
    |> Ecto.Multi.insert(:order, order)
    |> Oban.insert(:job, fn %{order: order} ->
      new(%{order_id: order.id})
    end)
    |> Shop.Repo.transaction()
  end
end
